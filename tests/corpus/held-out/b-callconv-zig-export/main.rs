extern "C" {
    fn each_prime(limit: u32, f: extern "C" fn(u32));
}

extern "C" fn show(p: u32) {
    println!("{p}");
}

fn main() {
    unsafe { each_prime(20, show) };
}
