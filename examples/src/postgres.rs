//! A record of notifications in PostgreSQL: one row each.
//!
//! A shop that books in the same database does without [`Seen`]: it inserts the row and books in one transaction, and
//! answers what the constraint refuses with `Reply::ack`.

use tokio_postgres::{Client, Error, NoTls};
use wechatpay_client::notification::{Seen, Sighting};

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS notification_seen (
        id text PRIMARY KEY,
        since timestamptz NOT NULL DEFAULT now(),
        done boolean NOT NULL DEFAULT false
    )";

/// One that nobody has worked on to the end within a minute is for the next who asks.
const TAKE: &str = "
    INSERT INTO notification_seen AS known (id) VALUES ($1)
    ON CONFLICT (id) DO UPDATE SET since = now() WHERE NOT known.done AND known.since < now() - interval '1 minute'
    RETURNING id";

/// Also where the row is gone, or another one's.
const DONE: &str = "
    INSERT INTO notification_seen (id, done) VALUES ($1, true) ON CONFLICT (id) DO UPDATE SET done = true, since = now()";

/// A record in PostgreSQL, which all instances of a shop have in common.
#[derive(Debug)]
pub struct InPostgres(Client);

impl InPostgres {
    /// Connects, and makes the table where there is none.
    pub async fn connect(settings: &str) -> Result<Self, Error> {
        let (client, connection) = tokio_postgres::connect(settings, NoTls).await?;
        // It ends when the client is dropped.
        tokio::spawn(connection);
        client.batch_execute(TABLE).await?;
        Ok(Self(client))
    }

    /// Forgets what cannot come again: for a task that runs once a day.
    pub async fn sweep(&self) -> Result<u64, Error> {
        self.0.execute("DELETE FROM notification_seen WHERE since < now() - interval '2 days'", &[]).await
    }
}

impl Seen for InPostgres {
    type Error = Error;

    async fn seen(&self, id: &str) -> Result<Sighting, Error> {
        if self.0.query_opt(TAKE, &[&id]).await?.is_some() {
            return Ok(Sighting::First);
        }
        let row = self.0.query_opt("SELECT done FROM notification_seen WHERE id = $1", &[&id]).await?;
        Ok(if row.is_some_and(|row| row.get("done")) { Sighting::Done } else { Sighting::InWork })
    }

    async fn done(&self, id: &str) -> Result<(), Error> {
        self.0.execute(DONE, &[&id]).await.map(drop)
    }

    async fn forget(&self, id: &str) -> Result<(), Error> {
        self.0.execute("DELETE FROM notification_seen WHERE id = $1 AND NOT done", &[&id]).await.map(drop)
    }
}
