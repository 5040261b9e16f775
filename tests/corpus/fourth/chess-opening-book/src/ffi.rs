use std::ptr::NonNull;

#[repr(C)]
struct RawBook {
    _opaque: [u8; 0],
}

extern "C" {
    fn book_open(seed: u32) -> *mut RawBook;
    fn book_root(book: *const RawBook) -> u64;
    fn book_probe(book: *const RawBook, key: u64) -> u16;
}

pub struct Book {
    raw: NonNull<RawBook>,
}

impl Book {
    pub fn open(seed: u32) -> Option<Book> {
        let raw = NonNull::new(unsafe { book_open(seed) })?;
        Some(Book { raw })
    }

    pub fn root(&self) -> u64 {
        unsafe { book_root(self.raw.as_ptr()) }
    }

    pub fn probe(&self, key: u64) -> u16 {
        unsafe { book_probe(self.raw.as_ptr(), key) }
    }
}
