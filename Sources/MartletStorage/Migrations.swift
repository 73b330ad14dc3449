import GRDB

/// The tables, as they came about. Forward only: a migration that was released is never changed.
enum Migrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("keys", migrate: keys)
        migrator.registerMigration("assistants", migrate: assistants)
        migrator.registerMigration("threads and messages", migrate: threads)
        migrator.registerMigration("runs", migrate: runs)
        migrator.registerMigration("files", migrate: files)
        migrator.registerMigration("vectors", migrate: vectors)
        migrator.registerMigration("vector stores", migrate: vectorStores)
        migrator.registerMigration("responses", migrate: responses)
        return migrator
    }

    private static func keys(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE api_keys (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    account TEXT NOT NULL CHECK (account <> ''),
                    name TEXT NOT NULL,
                    ending TEXT NOT NULL,
                    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
                    created_at INTEGER NOT NULL,
                    revoked_at INTEGER
                ) STRICT;
                """)
    }

    private static func assistants(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE assistants (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    owner TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    name TEXT,
                    instructions TEXT,
                    model TEXT,
                    tools_config TEXT,
                    details TEXT NOT NULL
                ) STRICT;
                CREATE INDEX assistants_of_owner ON assistants (owner, position);
                """)
    }

    private static func threads(_ database: Database) throws {
        // `anchor` puts an answer behind the messages that it answers, whatever was written meanwhile.
        try database.execute(
            sql: """
                CREATE TABLE threads (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    owner TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    metadata TEXT NOT NULL,
                    tool_resources TEXT
                ) STRICT;
                CREATE INDEX threads_of_owner ON threads (owner, position);

                CREATE TABLE messages (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
                    anchor INTEGER,
                    created_at INTEGER NOT NULL,
                    role TEXT NOT NULL,
                    content TEXT NOT NULL,
                    reasoning TEXT,
                    attachments TEXT,
                    assistant_id TEXT,
                    run_id TEXT,
                    incomplete_reason TEXT,
                    metadata TEXT NOT NULL
                ) STRICT;
                CREATE INDEX messages_of_thread ON messages (thread_id, position);
                CREATE INDEX messages_of_run ON messages (run_id) WHERE run_id IS NOT NULL;
                """)
    }

    private static func runs(_ database: Database) throws {
        // `cutoff` is the position of the last message that the run is to see.
        try database.execute(
            sql: """
                CREATE TABLE runs (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    owner TEXT NOT NULL,
                    thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
                    assistant_id TEXT NOT NULL,
                    cutoff INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    model TEXT NOT NULL,
                    parameters TEXT NOT NULL,
                    metadata TEXT NOT NULL,
                    started_at INTEGER,
                    ended_at INTEGER,
                    expires_at INTEGER,
                    failure_code TEXT,
                    failure_message TEXT,
                    incomplete_reason TEXT,
                    usage TEXT,
                    message_id TEXT,
                    rounds TEXT,
                    attachments TEXT,
                    attempt INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX runs_of_thread ON runs (thread_id, position);
                CREATE INDEX runs_of_assistant ON runs (assistant_id, thread_id);
                CREATE INDEX runs_queued ON runs (position) WHERE state = 'queued';
                CREATE INDEX runs_unfinished ON runs (owner)
                    WHERE state IN ('queued', 'in_progress', 'requires_action');
                CREATE INDEX runs_waiting ON runs (expires_at) WHERE state = 'requires_action';
                CREATE INDEX runs_in_progress ON runs (position) WHERE state = 'in_progress';
                CREATE INDEX runs_underway ON runs (thread_id) WHERE state IN ('in_progress', 'requires_action');

                CREATE TABLE run_steps (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                    created_at INTEGER NOT NULL,
                    ended_at INTEGER,
                    details TEXT NOT NULL,
                    usage TEXT
                ) STRICT;
                CREATE INDEX run_steps_of_run ON run_steps (run_id, position);
                """)
    }

    private static func vectors(_ database: Database) throws {
        // An index's vectors go by its position, which is shorter than its id. The second index is what lists read: a
        // vector's row is long.
        try database.execute(
            sql: """
                CREATE TABLE vector_indexes (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    owner TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    updated_at INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    dimension INTEGER NOT NULL CHECK (dimension > 0),
                    metric TEXT NOT NULL,
                    cloud_provider TEXT NOT NULL,
                    region TEXT NOT NULL,
                    index_type TEXT NOT NULL,
                    metadata TEXT NOT NULL,
                    delete_protection INTEGER NOT NULL,
                    vector_count INTEGER NOT NULL DEFAULT 0 CHECK (vector_count >= 0),
                    UNIQUE (owner, kind, name)
                ) STRICT;
                CREATE INDEX vector_indexes_of_owner ON vector_indexes (owner, kind, position);

                CREATE TABLE vectors (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    index_position INTEGER NOT NULL REFERENCES vector_indexes (position) ON DELETE CASCADE,
                    id TEXT NOT NULL,
                    delete_protection INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    updated_at INTEGER NOT NULL,
                    metadata TEXT NOT NULL,
                    embedding BLOB NOT NULL,
                    UNIQUE (index_position, id)
                ) STRICT;
                CREATE INDEX vectors_in_order ON vectors (index_position, position, id);
                """)
    }

    private static func files(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE files (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    owner TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    filename TEXT NOT NULL,
                    purpose TEXT NOT NULL,
                    bytes INTEGER NOT NULL CHECK (bytes >= 0),
                    content_type TEXT,
                    expires_at INTEGER,
                    blob TEXT NOT NULL UNIQUE
                ) STRICT;
                CREATE INDEX files_of_owner ON files (owner, position);
                CREATE INDEX files_expiring ON files (expires_at) WHERE expires_at IS NOT NULL;
                """)
    }
}
