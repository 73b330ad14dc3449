import GRDB

extension Migrations {
    static func responses(_ database: Database) throws {
        // A deleted response stays as a row while another one continues it. `response` is the object without its output.
        try database.execute(
            sql: """
                CREATE TABLE responses (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    owner TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    status TEXT NOT NULL,
                    previous_id TEXT REFERENCES responses (id),
                    is_streamed INTEGER NOT NULL,
                    is_deleted INTEGER NOT NULL DEFAULT 0,
                    attempt INTEGER NOT NULL,
                    response TEXT NOT NULL
                ) STRICT;
                CREATE INDEX responses_that_continue ON responses (previous_id) WHERE previous_id IS NOT NULL;
                CREATE INDEX responses_by_age ON responses (created_at) WHERE is_deleted = 0;
                CREATE INDEX responses_queued ON responses (position) WHERE status = 'queued';
                CREATE INDEX responses_in_progress ON responses (position) WHERE status = 'in_progress';
                CREATE INDEX responses_unfinished ON responses (owner) WHERE status IN ('queued', 'in_progress');

                CREATE TABLE response_items (
                    position INTEGER PRIMARY KEY AUTOINCREMENT,
                    response_id TEXT NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
                    is_output INTEGER NOT NULL,
                    id TEXT NOT NULL,
                    item TEXT NOT NULL
                ) STRICT;
                CREATE INDEX response_items_of_response ON response_items (response_id, is_output, position);
                CREATE INDEX response_items_by_id ON response_items (id);

                CREATE TABLE response_events (
                    response_id TEXT PRIMARY KEY NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
                    events BLOB NOT NULL
                ) STRICT;
                """)
    }
}
