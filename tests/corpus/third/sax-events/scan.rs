pub enum Tag<'a> {
    Open(&'a [u8]),
    Close,
}

pub struct Tags<'a> {
    rest: &'a [u8],
}

impl<'a> Tags<'a> {
    pub fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let start = self.rest.iter().position(|b| *b == b'<')?;
        let body = self.rest.get(start + 1..)?;
        let end = body.iter().position(|b| *b == b'>')?;
        let (tag, rest) = body.split_at_checked(end)?;
        self.rest = rest;
        if tag.first() == Some(&b'/') {
            return Some(Tag::Close);
        }
        let name = tag.split(|b| *b == b' ').next().unwrap_or(tag);
        Some(Tag::Open(name))
    }
}
