//! A bounded queue for two threads.
mod ffi;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
pub struct Queue { items: Mutex<VecDeque<Vec<u8>>>, ready: Condvar, limit: usize }
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error { Full, Closed }
impl Queue {
    pub fn new(limit: usize) -> Self { Queue { items: Mutex::new(VecDeque::new()), ready: Condvar::new(), limit } }
    pub fn push(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut items = self.items.lock().map_err(|_| Error::Closed)?;
        if items.len() >= self.limit { return Err(Error::Full); }
        items.push_back(bytes.to_vec());
        self.ready.notify_one();
        Ok(())
    }
    pub fn pop(&self) -> Option<Vec<u8>> { self.items.lock().ok()?.pop_front() }
}
