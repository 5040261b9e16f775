use std::ops::Deref;
use std::slice;

#[repr(C)]
struct Bytes {
    ptr: *const u8,
    len: usize,
}

unsafe extern "C" {
    fn vcard_name(record: *const u8, len: usize) -> Bytes;
}

struct Name<'a>(&'a [u8]);

impl Deref for Name<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        unsafe { std::str::from_utf8_unchecked(self.0) }
    }
}

fn name(record: &[u8]) -> Name<'_> {
    let found = unsafe { vcard_name(record.as_ptr(), record.len()) };
    Name(unsafe { slice::from_raw_parts(found.ptr, found.len) })
}

fn main() {
    let card: [&[u8]; 3] = [b"Anna\xff\xff\xff\xff", b"J\xfcrgen\xff\xff", b"Office\xff\xff"];
    for record in card {
        let name = name(record);
        println!("{} ({} letters)", name.to_uppercase(), name.chars().count());
    }
}
