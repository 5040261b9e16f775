#[derive(Clone, Copy)]
enum Op { Push(i64), Add, Div }
fn eval(ops: &[Op]) -> i64 {
    let mut stack: Vec<i64> = Vec::new();
    for op in ops {
        match op {
            Op::Push(v) => stack.push(*v),
            Op::Add => { let (a, b) = (stack.pop().unwrap(), stack.pop().unwrap()); stack.push(a.wrapping_add(b)); }
            Op::Div => { let (a, b) = (stack.pop().unwrap(), stack.pop().unwrap()); stack.push(b / a); }
        }
    }
    stack.pop().unwrap()
}
/// # Safety
/// `code` holds `len` values.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn plan_eval(code: *const i64, len: usize) -> i64 {
    let code: &[i64] = if code.is_null() { &[] } else { unsafe { std::slice::from_raw_parts(code, len) } };
    let ops: Vec<Op> = code.iter().map(|c| match c { -1 => Op::Add, -2 => Op::Div, v => Op::Push(*v) }).collect();
    eval(&ops)
}
