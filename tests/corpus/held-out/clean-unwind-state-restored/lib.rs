use std::panic::{catch_unwind, AssertUnwindSafe};

pub struct Eval {
    steps: u32,
    limit: u32,
}

impl Eval {
    fn run(&self, input: u32) -> u32 {
        let limit = self.limit;
        assert!(input < limit);
        input + self.steps
    }
}

#[no_mangle]
pub extern "C" fn eval_new(limit: u32) -> *mut Eval {
    Box::into_raw(Box::new(Eval { steps: 0, limit }))
}

#[no_mangle]
pub unsafe extern "C" fn eval_run(e: *mut Eval, input: u32, out: *mut u32) -> i32 {
    let (Some(e), Some(out)) = (e.as_mut(), out.as_mut()) else { return -1 };
    match catch_unwind(AssertUnwindSafe(|| e.run(input))) {
        Ok(v) => {
            e.steps += 1;
            *out = v;
            0
        }
        Err(_) => -2,
    }
}

#[no_mangle]
pub unsafe extern "C" fn eval_free(e: *mut Eval) {
    if !e.is_null() {
        drop(Box::from_raw(e));
    }
}
