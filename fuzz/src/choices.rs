//! The bytes of the fuzzer, as choices.

/// What is left of them. At its end every choice is the first one.
pub struct Choices<'b>(pub &'b [u8]);

impl<'b> Choices<'b> {
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// One of a few: the digit says which, so that it can be read in a seed.
    pub fn digit(&mut self, count: u8) -> u8 {
        self.byte().wrapping_sub(b'0') % count
    }

    pub fn flag(&mut self) -> bool {
        self.digit(2) == 1
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::from(u16::from_le_bytes([self.byte(), self.byte()])) % count
    }

    /// One of these.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::from(self.byte().wrapping_sub(b'0')) % all.len()]
    }

    /// All that is left, as text.
    pub fn text(&mut self) -> String {
        String::from_utf8_lossy(self.0).into_owned()
    }

    /// The bytes to the end of the line.
    pub fn line(&mut self) -> &'b [u8] {
        let end = self.0.iter().position(|byte| *byte == b'\n');
        let line = &self.0[..end.unwrap_or(self.0.len())];
        self.0 = &self.0[end.map_or(self.0.len(), |end| end + 1)..];
        line
    }
}
