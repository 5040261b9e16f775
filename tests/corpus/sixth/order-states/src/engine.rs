use std::ptr::NonNull;

/// States as the matching engine numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum State {
    New = 0,
    Open = 1,
    Filled = 2,
    Cancelled = 3,
    Rejected = 5,
}

impl From<u32> for State {
    fn from(raw: u32) -> Self {
        match raw {
            0 => State::New,
            1 => State::Open,
            2 => State::Filled,
            3 => State::Cancelled,
            _ => State::Rejected,
        }
    }
}

#[repr(C)]
struct Raw {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn engine_new() -> Option<NonNull<Raw>>;
    fn engine_free(engine: Option<NonNull<Raw>>);
    fn engine_submit(engine: Option<NonNull<Raw>>, ask: bool, price: i64, lots: u32) -> u64;
    fn engine_state(engine: Option<NonNull<Raw>>, id: u64) -> u32;
    fn engine_cancel(engine: Option<NonNull<Raw>>, id: u64) -> bool;
}

pub struct Engine(NonNull<Raw>);

impl Engine {
    pub fn new() -> Option<Self> {
        unsafe { engine_new() }.map(Self)
    }

    pub fn bid(&mut self, price: i64, lots: u32) -> Option<u64> {
        Some(unsafe { engine_submit(Some(self.0), false, price, lots) }).filter(|id| *id != 0)
    }

    pub fn ask(&mut self, price: i64, lots: u32) -> Option<u64> {
        Some(unsafe { engine_submit(Some(self.0), true, price, lots) }).filter(|id| *id != 0)
    }

    pub fn state(&self, id: u64) -> State {
        unsafe { engine_state(Some(self.0), id) }.into()
    }

    pub fn cancel(&mut self, id: u64) -> bool {
        unsafe { engine_cancel(Some(self.0), id) }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        unsafe { engine_free(Some(self.0)) }
    }
}
