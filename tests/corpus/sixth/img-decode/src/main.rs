mod host;
mod image;

fn main() {
    let counter = host::Counter::default();
    for data in [&b"RLE1\x00\x04\x00\x02\x07\x20"[..], b"RLE1\x00\x04\x00\x02\x02\x20", b"PNG"] {
        match image::Image::decode(&counter, data) {
            Ok(i) => println!("{:?}, {} bytes of {:#x}", i.size(), i.pixels().len(), i.pixels()[0]),
            Err(code) => println!("error {code}"),
        }
    }
    println!("{} blocks left", counter.live.get());
}
