pub struct Vm { stack: Vec<i64>, code: Vec<u8> }
impl Vm {
    fn pop(&mut self) -> Option<i64> { self.stack.pop() }
    fn run(&mut self) -> Option<i64> {
        for at in 0..self.code.len() {
            match self.code[at] {
                b'+' => { let (a, b) = (self.pop()?, self.pop()?); self.stack.push(a.wrapping_add(b)); }
                b'd' => { let a = self.pop()?; self.stack.extend([a, a]); }
                n => self.stack.push(n.into()),
            }
        }
        self.pop()
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn vm_new() -> *mut Vm { Box::into_raw(Box::new(Vm { stack: Vec::new(), code: Vec::new() })) }
/// # Safety
/// From `vm_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vm_free(vm: *mut Vm) { if !vm.is_null() { drop(unsafe { Box::from_raw(vm) }) } }
/// # Safety
/// From `vm_new`; `code` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vm_run(vm: *mut Vm, code: *const u8, len: usize) -> i64 {
    let Some(vm) = (unsafe { vm.as_mut() }) else { return 0 };
    if code.is_null() { return 0 }
    vm.code = unsafe { std::slice::from_raw_parts(code, len) }.to_vec();
    vm.run().unwrap_or(i64::MIN)
}
