mod sys {
    pub type Handle = i32;
    unsafe extern "C" {
        pub fn gate_open(port: u16) -> Handle;
        pub fn gate_close(h: i64);
    }
}

fn main() {
    let h = unsafe { sys::gate_open(80) };
    unsafe { sys::gate_close(h.into()) };
}
