mod sink;

fn main() {
    let mut sink = sink::Hex::default();
    let n = sink::run(&mut sink, b"table of callbacks");
    println!("{n} bytes: {}", sink.text);
}
