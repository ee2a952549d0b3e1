//! A picture as PDF: one page, its letters in a font that every reader has.
#![allow(clippy::arithmetic_side_effects)] // places in a picture of one size
use super::drawing::{
    Anchor, Color, Drawing, FONT_SIZE, FOREGROUND, LETTER_WIDTH, Point, Shape, Text,
};
use std::fmt::Write;

pub fn encode(drawing: &Drawing) -> Vec<u8> {
    let content = content(drawing);
    let (width, height) = (drawing.width, drawing.height);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R \
             /Resources << /Font << /F 5 0 R >> >> >>"
        ),
        format!(
            "<< /Length {} >>\nstream\n{content}endstream",
            content.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut offsets = vec![];
    for (nth, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        // Writing to a text does not fail, here and below.
        let _ = write!(pdf, "{} 0 obj\n{object}\nendobj\n", nth + 1);
    }
    let table = pdf.len();
    let count = objects.len() + 1;
    let _ = write!(pdf, "xref\n0 {count}\n0000000000 65535 f \n");
    for offset in offsets {
        let _ = writeln!(pdf, "{offset:010} 00000 n ");
    }
    let _ = write!(
        pdf,
        "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    pdf.into_bytes()
}

fn content(drawing: &Drawing) -> String {
    let mut content = String::new();
    // A PDF counts from below.
    let flip = |(x, y): Point| (x, drawing.height - y);
    for shape in &drawing.shapes {
        match shape {
            Shape::Area(corners, color) => {
                let _ = write!(content, "{} rg ", color_operands(*color));
                path(&mut content, corners.iter().copied().map(flip));
                content.push_str("f\n");
            }
            Shape::Line(points, color, thickness) => {
                let _ = write!(content, "{} RG {thickness} w ", color_operands(*color));
                path(&mut content, points.iter().copied().map(flip));
                content.push_str("S\n");
            }
            Shape::Text(text) => text_operators(&mut content, text, flip(text.at)),
        }
    }
    content
}

fn path(content: &mut String, points: impl Iterator<Item = Point>) {
    for (nth, (x, y)) in points.enumerate() {
        let verb = if nth == 0 { 'm' } else { 'l' };
        let _ = write!(content, "{x:.2} {y:.2} {verb} ");
    }
}

fn text_operators(content: &mut String, text: &Text, (x, y): Point) {
    // ASCII alone, so that one letter is one byte.
    let shown = text.text.chars().map(|letter| match letter {
        '(' | ')' | '\\' => format!("\\{letter}"),
        ' '..='~' => letter.to_string(),
        _ => "?".to_owned(),
    });
    let width = text.text.chars().count() as f64 * LETTER_WIDTH * 0.9;
    let x = match text.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let shown = shown.collect::<String>();
    let _ = writeln!(
        content,
        "BT {} rg /F {FONT_SIZE} Tf {x:.2} {y:.2} Td ({shown}) Tj ET",
        color_operands(FOREGROUND)
    );
}

fn color_operands(Color(red, green, blue): Color) -> String {
    let operand = |part: u8| format!("{:.3}", f64::from(part) / 255.0);
    [operand(red), operand(green), operand(blue)].join(" ")
}
