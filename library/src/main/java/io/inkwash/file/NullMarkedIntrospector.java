package io.inkwash.file;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson what {@code @NullMarked} means: a component without {@code @Nullable} must be
 * there.
 */
final class NullMarkedIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    return member instanceof AnnotatedParameter parameter
        ? Boolean.valueOf(!isNullable(parameter))
        : super.hasRequiredMarker(member);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    return annotated instanceof AnnotatedParameter parameter && !isNullable(parameter)
        ? JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL)
        : super.findSetterInfo(annotated);
  }

  private static boolean isNullable(AnnotatedParameter parameter) {
    Executable creator = (Executable) parameter.getOwner().getMember();
    AnnotatedType[] types = creator.getAnnotatedParameterTypes();
    return isNullable(types[parameter.getIndex()])
        || isNullableComponent(creator, parameter.getIndex());
  }

  /**
   * A compact constructor's parameters lose the annotation of a type with a qualified name, {@code
   * Outer.@Nullable Inner}; the record's components keep it.
   */
  private static boolean isNullableComponent(Executable creator, int index) {
    RecordComponent[] components = creator.getDeclaringClass().getRecordComponents();
    return components != null
        && components.length == creator.getParameterCount()
        && isNullable(components[index].getAnnotatedType());
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
