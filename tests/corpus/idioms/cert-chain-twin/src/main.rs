mod pem;
fn main() { println!("{:?}", pem::Pem::of(77)); }
