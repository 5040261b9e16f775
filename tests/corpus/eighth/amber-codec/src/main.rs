mod amber;

use amber::{hex, unhex};

fn main() {
    for text in ["amber", "", "\u{e4}"] {
        let code = hex(text.as_bytes());
        let back = unhex(&code).map(|b| b == text.as_bytes());
        println!("{text:?} -> {code} ({back:?})");
    }
    println!("{:?}", unhex("0g"));
}
