mod mesh;

use mesh::{Mesh, Vertex};

fn corner(x: i32, y: i32) -> Vertex {
    Vertex { x: x as f32, y: y as f32, z: 0.0, shade: 1.0 }
}

fn main() {
    let Some(mut m) = Mesh::new() else { std::process::exit(1) };
    for y in 0..8 {
        for x in 0..8 {
            let quad = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)];
            if m.append_quad(quad).is_none() {
                eprintln!("no room at {x},{y}");
                return;
            }
        }
    }
    let darkest = m.vertices().iter().map(|v| v.shade).fold(1.0, f32::min);
    println!("{} vertices, {} triangles, darkest {darkest:.3}", m.vertices().len(), m.triangles());
}
