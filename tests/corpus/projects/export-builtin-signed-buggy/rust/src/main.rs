mod clock;
fn main() { println!("{} {}", clock::now(), clock::skew(3)); }
