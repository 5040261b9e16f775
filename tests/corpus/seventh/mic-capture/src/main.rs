mod capture;

fn main() {
    for take in 0..3 {
        match capture::record(4800, take) {
            Ok(samples) => println!("take {take}: {} samples", samples.len()),
            Err(e) => println!("take {take}: {e:?}"),
        }
    }
}
