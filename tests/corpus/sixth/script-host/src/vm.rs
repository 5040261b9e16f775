use std::ffi::c_int;
use std::ptr::NonNull;

#[repr(C)]
struct Raw {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn vm_open() -> Option<NonNull<Raw>>;
    fn vm_eval(vm: NonNull<Raw>, source: *const u8, len: usize, result: &mut i64) -> c_int;
    fn vm_close(vm: Option<NonNull<Raw>>);
}

pub struct Vm(NonNull<Raw>);

// A machine is used by one thread at a time.
unsafe impl Send for Vm {}

#[derive(Debug)]
pub struct EvalError(pub i32);

impl Vm {
    pub fn open() -> Option<Self> {
        unsafe { vm_open() }.map(Self)
    }

    pub fn eval(&mut self, source: &str) -> Result<i64, EvalError> {
        let mut result = 0;
        match unsafe { vm_eval(self.0, source.as_ptr(), source.len(), &mut result) } {
            0 => Ok(result),
            code => Err(EvalError(code)),
        }
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        unsafe { vm_close(Some(self.0)) }
    }
}
