mod lzx;

fn main() {
    let text = b"aaaaaaaabbbbbbbbccccccccaaaaaaaa";
    match lzx::compress(text) {
        Some(packed) => println!("{} -> {}", text.len(), packed.len()),
        None => println!("does not fit"),
    }
}
