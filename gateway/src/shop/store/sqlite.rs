//! State in a file.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Changes, Span, Store, StoreError};

/// Keeps everything in a file of SQLite. What is asked for is read from the file; in memory are a few pages of it.
#[derive(Debug)]
pub struct Sqlite(Connection);

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

impl Sqlite {
    /// Opens a file, or makes it.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        // A crash of the machine may cost the last orders of a test, and never leaves half of one.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = OFF;
             PRAGMA cache_size = -4096;
             CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;",
        )?;
        Ok(Self(connection))
    }
}

impl Store for Sqlite {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT text FROM state WHERE key = ?")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    fn range(&self, span: &Span) -> Result<Vec<(String, String)>, StoreError> {
        let sql = if span.backwards {
            "SELECT key, text FROM state WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?"
        } else {
            "SELECT key, text FROM state WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"
        };
        let limit = i64::try_from(span.limit).unwrap_or(-1);
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map(params![span.from, span.before, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn commit(&mut self, changes: Changes) -> Result<(), StoreError> {
        let transaction = self.0.transaction()?;
        {
            let mut put = transaction.prepare_cached("INSERT OR REPLACE INTO state (key, text) VALUES (?, ?)")?;
            let mut remove = transaction.prepare_cached("DELETE FROM state WHERE key = ?")?;
            for (key, text) in changes {
                match text {
                    Some(text) => put.execute(params![key, text])?,
                    None => remove.execute([key])?,
                };
            }
        }
        Ok(transaction.commit()?)
    }
}
