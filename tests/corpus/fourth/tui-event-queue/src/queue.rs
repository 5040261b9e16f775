#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub kind: u32,
    pub value: u32,
}

extern "C" {
    fn queue_post(e: Event) -> bool;
    fn queue_next(out: *mut Event) -> bool;
}

pub fn post(e: Event) -> bool {
    unsafe { queue_post(e) }
}

pub fn next() -> Option<Event> {
    let mut e = Event::default();
    unsafe { queue_next(&mut e) }.then_some(e)
}
