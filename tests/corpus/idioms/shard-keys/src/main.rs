mod keys;
fn main() { println!("{:?}", keys::keys(4)); }
