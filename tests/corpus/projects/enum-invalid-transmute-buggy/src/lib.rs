#[repr(u32)]
#[derive(Clone, Copy)]
pub enum Op { Add = 0, Sub = 1, Mul = 2 }
#[no_mangle]
pub extern "C" fn apply(op: u32, a: i32, b: i32) -> i32 {
    let op: Op = unsafe { std::mem::transmute(op) };
    match op { Op::Add => a.wrapping_add(b), Op::Sub => a.wrapping_sub(b), Op::Mul => a.wrapping_mul(b) }
}
