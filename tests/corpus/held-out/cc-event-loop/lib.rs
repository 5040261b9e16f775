use std::ffi::c_void;

type Handler = unsafe extern "C" fn(user: *mut c_void, event: *const Event);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Event {
    pub kind: u32,
    pub value: i64,
}

pub struct Loop {
    handlers: Vec<(u32, Handler, *mut c_void)>,
    queue: std::collections::VecDeque<Event>,
}

#[no_mangle]
pub extern "C" fn loop_new() -> *mut Loop {
    Box::into_raw(Box::new(Loop { handlers: Vec::new(), queue: Default::default() }))
}

#[no_mangle]
pub unsafe extern "C" fn loop_on(l: *mut Loop, kind: u32, handler: Option<Handler>, user: *mut c_void) -> bool {
    match (l.as_mut(), handler) {
        (Some(l), Some(handler)) => {
            l.handlers.push((kind, handler, user));
            true
        }
        _ => false,
    }
}

#[no_mangle]
pub unsafe extern "C" fn loop_post(l: *mut Loop, event: Event) {
    if let Some(l) = l.as_mut() {
        l.queue.push_back(event);
    }
}

#[no_mangle]
pub unsafe extern "C" fn loop_run(l: *mut Loop) -> usize {
    let Some(l) = l.as_mut() else { return 0 };
    let mut ran = 0;
    while let Some(event) = l.queue.pop_front() {
        for (kind, handler, user) in &l.handlers {
            if *kind == event.kind {
                handler(*user, &event);
                ran += 1;
            }
        }
    }
    ran
}

#[no_mangle]
pub unsafe extern "C" fn loop_free(l: *mut Loop) {
    if !l.is_null() {
        drop(Box::from_raw(l));
    }
}
