use std::ptr::NonNull;

#[repr(C, packed(2))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    pub symbol: u16,
    pub stamp: u64,
    pub price: u32,
    pub lots: u16,
}

const _: () = assert!(size_of::<Tick>() == 16 && align_of::<Tick>() == 2);

#[repr(C)]
struct Raw {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn feed_new() -> Option<NonNull<Raw>>;
    fn feed_free(feed: Option<NonNull<Raw>>);
    fn feed_push(feed: NonNull<Raw>, ticks: *const Tick, count: usize) -> usize;
    fn feed_pop(feed: NonNull<Raw>, out: &mut Tick) -> bool;
    fn feed_dropped(feed: NonNull<Raw>) -> u32;
}

pub struct Feed(NonNull<Raw>);

impl Feed {
    pub fn new() -> Option<Self> {
        unsafe { feed_new() }.map(Self)
    }

    pub fn push(&mut self, ticks: &[Tick]) -> usize {
        unsafe { feed_push(self.0, ticks.as_ptr(), ticks.len()) }
    }

    pub fn dropped(&self) -> u32 {
        unsafe { feed_dropped(self.0) }
    }
}

impl Iterator for Feed {
    type Item = Tick;

    fn next(&mut self) -> Option<Tick> {
        let mut t = Tick::default();
        unsafe { feed_pop(self.0, &mut t) }.then_some(t)
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        unsafe { feed_free(Some(self.0)) }
    }
}
