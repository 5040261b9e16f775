use std::any::Any;
use std::ffi::c_void;
use std::panic::{self, AssertUnwindSafe};

extern "C" {
    fn thaw_bisect(
        low: f64,
        high: f64,
        f: unsafe extern "C" fn(*mut c_void, f64) -> f64,
        user: *mut c_void,
    ) -> f64;
}

struct Call<F> {
    f: F,
    panic: Option<Box<dyn Any + Send>>,
}

unsafe extern "C" fn call<F: FnMut(f64) -> f64>(user: *mut c_void, x: f64) -> f64 {
    let this = &mut *user.cast::<Call<F>>();
    if this.panic.is_some() {
        return f64::NAN;
    }
    match panic::catch_unwind(AssertUnwindSafe(|| (this.f)(x))) {
        Ok(y) => y,
        Err(payload) => {
            this.panic = Some(payload);
            f64::NAN
        }
    }
}

/// The root of `f` between the two, if it changes its sign there. A panic of
/// `f` comes out of here.
pub fn bisect<F: FnMut(f64) -> f64>(low: f64, high: f64, f: F) -> Option<f64> {
    let mut this = Call { f, panic: None };
    let user: *mut c_void = std::ptr::addr_of_mut!(this).cast();
    let root = unsafe { thaw_bisect(low, high, call::<F>, user) };
    if let Some(payload) = this.panic.take() {
        panic::resume_unwind(payload);
    }
    (!root.is_nan()).then_some(root)
}
