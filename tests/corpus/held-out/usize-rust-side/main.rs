extern "C" {
    fn ring_capacity(order: u8) -> u32;
}

fn main() {
    println!("{}", unsafe { ring_capacity(4) });
}
