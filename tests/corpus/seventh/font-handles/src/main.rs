mod handles;
mod sys;

use handles::{Face, Font};

fn main() {
    let Some(font) = Font::open(3) else {
        return;
    };
    for size in [9, 12, 18] {
        if let Some(face) = Face::of(&font, size) {
            println!("size {size}: line height {}", face.line_height());
        }
    }
}
