use std::ffi::c_void;

type Notify = unsafe extern "C" fn(u32, *mut c_void);

unsafe extern "C" {
    fn poller_start(notify: Notify, user: *mut c_void) -> bool;
}

#[derive(Default)]
struct Totals {
    events: u64,
    last: u32,
}

unsafe extern "C" fn on_event(kind: u32, user: *mut c_void) {
    let totals = unsafe { &mut *(user as *mut Totals) };
    totals.events += 1;
    totals.last = kind;
}

fn main() {
    let mut totals = Totals::default();
    let started = unsafe { poller_start(on_event, (&raw mut totals).cast()) };
    while started && totals.events < 5 {
        std::hint::spin_loop();
    }
    println!("{} {}", totals.events, totals.last);
}
