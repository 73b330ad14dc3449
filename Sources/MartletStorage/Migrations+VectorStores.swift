import GRDB

extension Migrations {
    static func vectorStores(_ database: Database) throws {
        // A deleted vector store, and a detached file, stay as work until their vectors are gone.
        try database.execute(
            sql: """
                CREATE TABLE vector_stores (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    owner TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    description TEXT,
                    metadata TEXT NOT NULL,
                    expires_after_days INTEGER,
                    last_active_at INTEGER NOT NULL,
                    expires_at INTEGER,
                    is_expired INTEGER NOT NULL DEFAULT 0,
                    is_deleted INTEGER NOT NULL DEFAULT 0
                ) STRICT;
                CREATE INDEX vector_stores_of_owner ON vector_stores (owner, position);
                CREATE INDEX vector_stores_to_expire ON vector_stores (expires_at)
                    WHERE expires_at IS NOT NULL AND is_expired = 0;
                CREATE INDEX vector_stores_deleted ON vector_stores (position) WHERE is_deleted = 1;

                CREATE TABLE vector_store_file_batches (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    store_id TEXT NOT NULL REFERENCES vector_stores (id) ON DELETE CASCADE,
                    created_at INTEGER NOT NULL,
                    is_cancelled INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX vector_store_file_batches_of_store ON vector_store_file_batches (store_id, position);

                CREATE TABLE vector_store_files (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    store_id TEXT NOT NULL REFERENCES vector_stores (id) ON DELETE CASCADE,
                    id TEXT NOT NULL,
                    owner TEXT NOT NULL,
                    batch_id TEXT,
                    created_at INTEGER NOT NULL,
                    filename TEXT NOT NULL,
                    state TEXT NOT NULL,
                    failure_code TEXT,
                    failure_message TEXT,
                    chunk_tokens INTEGER NOT NULL,
                    overlap_tokens INTEGER NOT NULL,
                    attributes TEXT NOT NULL,
                    usage_bytes INTEGER NOT NULL,
                    chunk_count INTEGER NOT NULL,
                    attempts INTEGER NOT NULL,
                    revision INTEGER NOT NULL,
                    UNIQUE (store_id, id)
                ) STRICT;
                CREATE INDEX vector_store_files_of_store ON vector_store_files (store_id, position);
                CREATE INDEX vector_store_files_of_file ON vector_store_files (owner, id);
                CREATE INDEX vector_store_files_of_batch ON vector_store_files (batch_id) WHERE batch_id IS NOT NULL;
                CREATE INDEX vector_store_files_to_do ON vector_store_files (position)
                    WHERE state IN ('in_progress', 'detached')
                        OR (state IN ('failed', 'cancelled') AND chunk_count > 0);
                """)
    }
}
