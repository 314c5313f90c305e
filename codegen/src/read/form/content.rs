//! What a page holds, whatever form it came in.

use wechatpay_spec::Moved;

use crate::read::section::Section;

#[derive(Default)]
pub struct Content<'p> {
    pub moved: Option<Moved>,
    pub sections: Vec<Section<'p>>,
    /// How many rows are in no section.
    pub stray: usize,
}
