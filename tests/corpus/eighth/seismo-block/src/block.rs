use std::fmt;

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Header {
    pub station: u32,
    pub start_ns: u64,
    pub samples: u32,
    pub rate_hz: u32,
}

extern "C" {
    fn seismo_header(bytes: *const u8, len: usize, out: *mut Header) -> bool;
    fn seismo_peak(bytes: *const u8, len: usize) -> i32;
}

#[derive(Debug)]
pub enum Error {
    Short(usize),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Short(n) => write!(f, "block of {n} bytes is too short"),
        }
    }
}

pub struct Block<'a> {
    header: Header,
    bytes: &'a [u8],
}

impl<'a> Block<'a> {
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut header = Header::default();
        if unsafe { seismo_header(bytes.as_ptr(), bytes.len(), &mut header) } {
            Ok(Block { header, bytes })
        } else {
            Err(Error::Short(bytes.len()))
        }
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    pub fn peak(&self) -> i32 {
        unsafe { seismo_peak(self.bytes.as_ptr(), self.bytes.len()) }
    }
}
