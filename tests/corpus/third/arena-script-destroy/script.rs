#[repr(C)]
pub struct RawScript {
    _private: [u8; 0],
}

extern "C" {
    fn script_compile(text: *const u8, len: usize) -> *mut RawScript;
    fn script_run(script: *const RawScript) -> i32;
    fn script_release(script: *mut RawScript);
}

pub struct Script(*mut RawScript);

impl Script {
    pub fn new(text: &str) -> Option<Self> {
        let raw = unsafe { script_compile(text.as_ptr(), text.len()) };
        (!raw.is_null()).then_some(Self(raw))
    }

    pub fn run(&self) -> i32 {
        unsafe { script_run(self.0) }
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        unsafe { script_release(self.0) }
    }
}
