pub mod sys;

use std::ptr;

#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    Refused(i32),
    Empty,
}

pub struct Message {
    bytes: Vec<u8>,
}

impl Message {
    /// Builds a query with the encoder.
    pub fn query(id: u16, labels: &[&str], kind: u16) -> Result<Message, Error> {
        let raw: Vec<sys::Label> = labels
            .iter()
            .map(|l| sys::Label { ptr: l.as_ptr(), len: l.len() })
            .collect();
        let mut data = ptr::null_mut();
        let mut len = 0usize;
        let rc = unsafe { sys::dns_encode(id, raw.as_ptr(), raw.len(), kind, &mut data, &mut len) };
        if rc != 0 {
            return Err(Error::Refused(rc));
        }
        if data.is_null() || len == 0 {
            return Err(Error::Empty);
        }
        let bytes = unsafe { std::slice::from_raw_parts(data, len) }.to_vec();
        unsafe { sys::dns_free(data, len) };
        Ok(Message { bytes })
    }

    pub fn id(&self) -> u16 {
        match self.bytes.get(..2) {
            Some(b) => u16::from_be_bytes([b[0], b[1]]),
            None => 0,
        }
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}
