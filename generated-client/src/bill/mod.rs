//! Bills as rows: trade, fund flow and profit-sharing bills, and any other, line by line and in constant memory.
//!
//! A bill is a file for spreadsheets: a line of titles, a line for each row with a backtick before each value, a line of
//! titles of totals, and the totals. Which columns there are depends on what was asked for, and changes; so they are
//! found by their titles. What a row has and no field names is reached [by its title](Trade::get).
//!
//! - **Amounts** are in yuan there, and whole fen here: `0.10` is 10. What is no amount, or finer than a fen, is an
//!   error with its line and column. A fee has [more digits](crate::money::Fee).
//! - **The totals** are checked against the rows: how many there are, and what each column adds up to. A difference is an
//!   error that says both; so is a file that ends without them, or in which none of them can be checked. Those that
//!   cannot while others can are told by [`Rows::unchecked_totals`].
//! - **The file** has to be whole and checked first, for what says so comes last:
//!   [`Download::rows`](crate::download::Download::rows) sees to that, and so does
//!   [`Download::save`](crate::download::Download::save) for whoever keeps the file.
//!
//! # How lines are told apart
//!
//! - **Marks**: where the values of a file have their backticks, what ends the rows is a line without any, nor a digit:
//!   the titles of the totals. So it is where there is no row at all.
//! - **Without marks**, only a title that is known to be one of a total tells them, as those of [`Trade`] and
//!   [`FundFlow`] are. Of any other kind every line is a row then.
//! - **Commas** are not escaped: what has no mark behind a comma is the rest of a value with a comma in it. Where the line
//!   of titles ends in commas, so may the lines under it; where it does not, a comma at the end of a line is that of its
//!   last value. A line in which that does not come out even is an error.
//!
//! # Reading
//!
//! ```no_run
//! # #[cfg(feature = "bill")] {
//! use wechatpay_client::bill::Trade;
//! use wechatpay_client::download::Link;
//! use wechatpay_client::money::yuan;
//! use wechatpay_client::v3::bill::tradebill::Get;
//!
//! # async fn example(client: wechatpay_client::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let request = Get::builder().bill_date("2026-08-01").build();
//! let links = Link::of(&client.send(request).await?)?;
//! let mut rows = client.download(links).await?.rows::<Trade>().await?;
//! while let Some(row) = rows.next().await {
//!     let row = row?;
//!     match (row.is_refund(), &row.out_trade_no) {
//!         (false, Some(number)) => println!("{number} {}", yuan(row.total.unwrap_or_default())),
//!         _ => println!("{:?} {:?}", row.out_refund_no, row.get("费率备注")),
//!     }
//! }
//! println!("{:?}", rows.totals());
//! # Ok(()) }
//! # }
//! ```
//!
//! A file that has been saved is read by [`read`] on a thread that waits, and by [`stream`] in async code:
//!
//! ```
//! use wechatpay_client::bill::{self, FundFlow};
//!
//! let file = "\u{feff}记账时间,资金流水单号,收支类型,收支金额(元),新列\r\n\
//!             `2026-08-01 13:54:01,`4200000964,`收入,`0.10,`new\r\n\
//!             资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n\
//!             `1,`1,`0.10,`0,`0.00\r\n";
//! let mut rows = bill::read::<FundFlow, _>(file.as_bytes());
//! for row in &mut rows {
//!     let row = row?;
//!     assert_eq!((row.amount, row.is_income(), row.balance), (Some(10), true, None));
//!     assert_eq!(row.get("新列"), Some("new"));
//! }
//! assert_eq!(rows.totals().and_then(|totals| totals.income), Some(10));
//! # Ok::<(), bill::BillError>(())
//! ```

mod cells;
mod download;
mod error;
#[cfg(test)]
mod error_tests;
mod kinds;
mod layout;
#[cfg(test)]
mod line_tests;
mod lines;
mod machine;
mod record;
mod rows;
mod tally;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod totals_tests;
mod values;

pub use error::{BillError, BillErrorKind};
pub use kinds::{FundFlow, FundFlowTotals, ProfitSharing, Trade, TradeTotals, Untyped};
pub use layout::Row;
pub use rows::{RowStream, Rows, read, stream};
