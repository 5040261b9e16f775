#[no_mangle]
pub extern "C-unwind" fn visit_all(limit: u32, f: extern "C-unwind" fn(u32)) {
    for i in 0..limit {
        if i == 7 {
            panic!("seven");
        }
        f(i);
    }
}
