#[repr(u8)]
#[derive(Debug, Clone, Copy)]
enum Kind {
    A = 0,
    B = 1,
}

extern "C" {
    fn classify(x: u32) -> Kind;
}

fn main() {
    println!("{:?}", unsafe { classify(7) });
    let _ = (Kind::A, Kind::B);
}
