//! A record of notifications in PostgreSQL: one row each.
//!
//! A shop that books in the same database does without [`Seen`]: it inserts the row and books in one transaction, and
//! answers what the constraint refuses with `Reply::ack`.

use std::sync::Arc;

use tokio::sync::Mutex;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, NoTls, Row};
use wechatpay_client::notification::{Claim, Ending, Seen, Sighting};

use crate::beside;

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS notification_seen (
        id text PRIMARY KEY,
        token text NOT NULL,
        since timestamptz NOT NULL DEFAULT now(),
        done boolean NOT NULL DEFAULT false
    )";

/// One that nobody has worked on to the end within a minute is for the next who asks.
const TAKE: &str = "
    INSERT INTO notification_seen AS known (id, token) VALUES ($1, $2)
    ON CONFLICT (id) DO UPDATE SET token = $2, since = now()
    WHERE NOT known.done AND (known.token = $2 OR known.since < now() - interval '1 minute')
    RETURNING id";

/// Also where the row is gone, and not where it is another one's.
const DONE: &str = "
    INSERT INTO notification_seen AS known (id, token, done) VALUES ($1, $2, true)
    ON CONFLICT (id) DO UPDATE SET done = true, since = now() WHERE known.done OR known.token = $2
    RETURNING id";

const RELEASE: &str = "DELETE FROM notification_seen WHERE id = $1 AND token = $2 AND NOT done";

/// A record in PostgreSQL, which all instances of a shop have in common. It connects anew where the connection is lost.
#[derive(Clone, Debug)]
pub struct InPostgres(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: String,
    client: Mutex<Arc<Client>>,
}

impl InPostgres {
    /// Connects, and makes the table where there is none.
    pub async fn connect(settings: &str) -> Result<Self, Error> {
        let client = connect(settings).await?;
        client.batch_execute(TABLE).await?;
        Ok(Self(Arc::new(Inner { settings: settings.to_owned(), client: Mutex::new(Arc::new(client)) })))
    }

    /// Forgets what cannot come again: for a task that runs once a day.
    pub async fn sweep(&self) -> Result<u64, Error> {
        let sweep = "DELETE FROM notification_seen WHERE since < now() - interval '2 days'";
        self.client().await?.execute(sweep, &[]).await
    }

    /// The connection, or another one in place of one that is closed.
    async fn client(&self) -> Result<Arc<Client>, Error> {
        self.unless(Client::is_closed).await
    }

    /// The connection, or another one where it is not to be used any more.
    async fn unless(&self, is_lost: impl FnOnce(&Client) -> bool) -> Result<Arc<Client>, Error> {
        let mut client = self.0.client.lock().await;
        if is_lost(&client) {
            *client = Arc::new(connect(&self.0.settings).await?);
        }
        Ok(Arc::clone(&client))
    }

    /// Asks once more where the connection was lost: each statement may be run twice, as its token is its own.
    async fn ask(&self, statement: &str, parameters: &[&(dyn ToSql + Sync)]) -> Result<Option<Row>, Error> {
        let asked = self.client().await?;
        match asked.query_opt(statement, parameters).await {
            Err(error) if is_lost(&error) => {
                let other =
                    self.unless(|client| client.is_closed() || std::ptr::eq(client, Arc::as_ptr(&asked))).await?;
                other.query_opt(statement, parameters).await
            }
            answer => answer,
        }
    }
}

/// Whether it says that the connection has ended: it may tell so before it is closed.
fn is_lost(error: &Error) -> bool {
    let ends = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW];
    error.is_closed() || error.code().is_some_and(|code| ends.contains(code))
}

async fn connect(settings: &str) -> Result<Client, Error> {
    let (client, connection) = tokio_postgres::connect(settings, NoTls).await?;
    // It ends when the client is dropped.
    tokio::spawn(connection);
    Ok(client)
}

impl Seen for InPostgres {
    type Error = Error;

    async fn seen(&self, claim: &Claim) -> Result<Sighting, Error> {
        if self.ask(TAKE, &[&claim.id(), &claim.token()]).await?.is_some() {
            return Ok(Sighting::First);
        }
        let row = self.ask("SELECT done FROM notification_seen WHERE id = $1", &[&claim.id()]).await?;
        Ok(if row.is_some_and(|row| row.get("done")) { Sighting::Done } else { Sighting::InWork })
    }

    async fn done(&self, claim: &Claim) -> Result<bool, Error> {
        self.ask(DONE, &[&claim.id(), &claim.token()]).await.map(|row| row.is_some())
    }

    async fn release(&self, claim: &Claim) -> Result<(), Error> {
        self.ask(RELEASE, &[&claim.id(), &claim.token()]).await.map(drop)
    }

    fn cut_off(&self, claim: Claim, ending: Ending) {
        beside::end(self.clone(), claim, ending);
    }
}
