mod frame;
mod sys;

use frame::Reader;

fn main() {
    let bytes: &[u8] = &[4, 0, 1, 2, 3, 4, 2, 0, 9, 9];
    let Some(mut reader) = Reader::new(bytes) else {
        return;
    };
    let mut kept: Vec<Vec<u8>> = Vec::new();
    while let Some(frame) = reader.next_frame() {
        if frame.payload().first() == Some(&1) {
            kept.push(frame.into_payload());
        } else {
            println!("skipped {} bytes", frame.payload().len());
        }
    }
    println!("{} kept", kept.len());
}
