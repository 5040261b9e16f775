mod ipc;
fn main() { if let Some(m) = ipc::Incoming::next(4) { println!("{}", m.kind()); } }
