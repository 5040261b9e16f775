extern "C" {
    fn rotate_bits(x: u32, by: u32) -> u32;
}

fn main() {
    println!("{}", unsafe { rotate_bits(1, 4) });
}
