#[repr(C)]
pub struct Span {
    pub start: u32,
    pub end: u64,
}

extern "C" {
    fn span_len(s: *const Span) -> u64;
}

fn main() {
    let s = Span { start: 1, end: 9 };
    println!("{}", unsafe { span_len(&s) });
}
