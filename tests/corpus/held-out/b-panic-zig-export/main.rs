extern "C" {
    fn day_name_len(day: u8) -> u32;
}

fn main() {
    println!("{}", unsafe { day_name_len(9) });
}
