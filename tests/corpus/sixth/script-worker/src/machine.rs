use std::ffi::c_int;
use std::ptr::NonNull;

#[repr(C)]
struct Raw {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn machine_open() -> Option<NonNull<Raw>>;
    fn machine_eval(m: NonNull<Raw>, source: *const u8, len: usize, result: &mut i64) -> c_int;
    fn machine_close(m: Option<NonNull<Raw>>);
}

/// A machine; it stays on the thread that opened it, as NonNull is neither Send nor Sync.
pub struct Machine(NonNull<Raw>);

#[derive(Debug, PartialEq, Eq)]
pub enum EvalError {
    UnknownWord,
    Stack,
    Other(i32),
}

impl Machine {
    pub fn open() -> Option<Self> {
        unsafe { machine_open() }.map(Self)
    }

    pub fn eval(&mut self, source: &str) -> Result<i64, EvalError> {
        let mut result = 0;
        match unsafe { machine_eval(self.0, source.as_ptr(), source.len(), &mut result) } {
            0 => Ok(result),
            -1 => Err(EvalError::UnknownWord),
            -2 | -3 => Err(EvalError::Stack),
            code => Err(EvalError::Other(code)),
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        unsafe { machine_close(Some(self.0)) }
    }
}
