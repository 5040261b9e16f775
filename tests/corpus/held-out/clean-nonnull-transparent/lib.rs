use std::ptr::NonNull;

#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Meters(pub f64);

pub struct Track {
    length: f64,
}

#[no_mangle]
pub extern "C" fn track_new(length: Meters) -> NonNull<Track> {
    NonNull::from(Box::leak(Box::new(Track { length: length.0 })))
}

#[no_mangle]
pub unsafe extern "C" fn track_length(t: NonNull<Track>) -> Meters {
    Meters(t.as_ref().length)
}

#[no_mangle]
pub unsafe extern "C" fn track_free(t: Option<NonNull<Track>>) {
    if let Some(t) = t {
        drop(Box::from_raw(t.as_ptr()));
    }
}
