use std::ffi::c_void;

extern "C" {
    fn timer_set(f: Option<unsafe extern "C" fn(*mut c_void)>, user: *mut c_void);
    fn timer_fire();
    fn timer_user() -> *mut c_void;
}

struct State {
    fired: u32,
}

unsafe extern "C" fn on_timer(user: *mut c_void) {
    if let Some(state) = unsafe { user.cast::<State>().as_mut() } {
        state.fired += 1;
    }
}

fn main() {
    let state = Box::into_raw(Box::new(State { fired: 0 }));
    unsafe {
        timer_set(Some(on_timer), state.cast());
        timer_fire();
        let back = timer_user();
        timer_set(None, std::ptr::null_mut());
        let state = Box::from_raw(back.cast::<State>());
        println!("{}", state.fired);
    }
}
