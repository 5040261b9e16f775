mod mesh;

fn main() {
    let Some(mesh) = mesh::Mesh::cube(2.0) else {
        eprintln!("no mesh");
        return;
    };
    for v in mesh.vertices() {
        let weight: f32 = v.weights.iter().sum();
        println!("{:?} {:?} {weight}", v.position, v.joints);
    }
}
