use std::ffi::{CString, c_char};
use std::io::Read;
unsafe extern "C" { fn topic_hash(topic: *const c_char) -> u64; }
fn hash(topic: &str) -> u64 {
    let topic = CString::new(topic).expect("a topic");
    unsafe { topic_hash(topic.as_ptr()) }
}
fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    for line in text.lines() { println!("{:?}", hash(line)); }
    Ok(())
}
