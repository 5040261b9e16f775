use std::any::Any;
use std::ffi::c_void;
use std::panic::{self, AssertUnwindSafe};
use std::ptr::NonNull;

type Residual = unsafe extern "C-unwind" fn(user: *mut c_void, x: f64) -> f64;

#[repr(C)]
struct Raw {
    _opaque: [u8; 0],
}

unsafe extern "C-unwind" {
    fn brine_new(max_steps: u32) -> *mut Raw;
    fn brine_free(solver: *mut Raw);
    fn brine_solve(solver: *mut Raw, start: f64, f: Residual, user: *mut c_void) -> f64;
}

unsafe extern "C-unwind" fn residual<F: FnMut(f64) -> f64>(user: *mut c_void, x: f64) -> f64 {
    let f = unsafe { &mut *user.cast::<F>() };
    f(x)
}

fn reason(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => other.downcast_ref::<&str>().unwrap_or(&"panic").to_string(),
    }
}

pub struct Solver {
    raw: NonNull<Raw>,
}

impl Solver {
    pub fn new(max_steps: u32) -> Option<Self> {
        NonNull::new(unsafe { brine_new(max_steps) }).map(|raw| Solver { raw })
    }

    pub fn solve<F: FnMut(f64) -> f64>(&mut self, start: f64, mut f: F) -> Result<f64, String> {
        let user: *mut c_void = (&raw mut f).cast();
        let raw = self.raw.as_ptr();
        panic::catch_unwind(AssertUnwindSafe(|| unsafe {
            brine_solve(raw, start, residual::<F>, user)
        }))
        .map_err(reason)
    }
}

impl Drop for Solver {
    fn drop(&mut self) {
        unsafe { brine_free(self.raw.as_ptr()) }
    }
}
