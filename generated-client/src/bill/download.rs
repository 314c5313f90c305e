//! Rows of a download.

use std::io::SeekFrom;

use tokio::fs::File;
use tokio::io::AsyncSeekExt as _;

use super::layout::Row;
use super::rows::{RowStream, stream};
use crate::download::Download;
use crate::error::Error;

impl Download {
    /// The rows of a bill, once the whole of it has come and is checked.
    ///
    /// Until then it is kept in a file without a name in the folder for temporary files, which needs room for it. Where
    /// that is too small, [`save`](Self::save) the bill elsewhere and [`read`](crate::bill::read) it from there.
    pub async fn rows<B: Row>(self) -> Result<RowStream<File, B>, Error> {
        whole(self).await.map(stream)
    }
}

/// The file, at its beginning.
pub(crate) async fn whole(download: Download) -> Result<File, Error> {
    crate::runtime::require()?;
    let mut file = File::from_std(tempfile::tempfile()?);
    download.write_to(&mut file).await?;
    file.seek(SeekFrom::Start(0)).await?;
    Ok(file)
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// The rows of a bill, once the whole of it has come and is checked: [`Download::rows`].
    pub fn rows<B: Row>(&self, download: Download) -> Result<super::rows::Rows<std::fs::File, B>, Error> {
        let file = self.wait(async { Ok::<_, Error>(whole(download).await?.into_std().await) })?;
        Ok(super::rows::read(file))
    }
}
