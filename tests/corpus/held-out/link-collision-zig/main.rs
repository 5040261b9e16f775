extern "C" {
    fn write(value: i32) -> i32;
}

fn main() {
    println!("{}", unsafe { write(3) });
}
