//! Which entries of an archive may be extracted? The policy is written in Zig.
use std::ffi::{c_char, CString};

extern "C" {
    fn policy_allows(name: *const c_char, depth: u32) -> bool;
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub size: u32,
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let head = self.0.get(..n)?;
        self.0 = self.0.get(n..)?;
        Some(head)
    }
    fn u16(&mut self) -> Option<usize> {
        self.take(2)?.try_into().ok().map(|b| usize::from(u16::from_le_bytes(b)))
    }
    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }
}

/// Local file headers, one after the other.
pub fn entries(archive: &[u8]) -> impl Iterator<Item = Entry> + '_ {
    let mut at = Bytes(archive);
    std::iter::from_fn(move || {
        (at.take(4)? == b"PK\x03\x04").then_some(())?;
        at.take(14)?;
        let packed = at.u32()?;
        let size = at.u32()?;
        let (name_len, extra_len) = (at.u16()?, at.u16()?);
        let name = at.take(name_len)?.to_vec();
        at.take(extra_len)?;
        at.take(packed as usize)?;
        Some(Entry { name, size })
    })
}

fn allowed(e: &Entry) -> bool {
    let depth = e.name.iter().filter(|b| **b == b'/').count() as u32;
    let name = unsafe { CString::from_vec_unchecked(e.name.clone()) };
    unsafe { policy_allows(name.as_ptr(), depth) }
}

pub fn extractable(archive: &[u8]) -> Vec<Entry> {
    entries(archive).filter(allowed).collect()
}
